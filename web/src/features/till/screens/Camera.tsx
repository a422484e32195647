/** Scanning with the camera: a sheet that stays open; a code counts again once it has left the picture for a second. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import { Notice } from "@/components/ui/Notice";

const GONE_MS = 1_000;
const LOOK_EVERY_MS = 120;
const FORMATS = ["EAN-13", "EAN-8", "UPC-A", "UPC-E", "Code128", "Code39", "ITF", "QRCode", "DataMatrix"] as const;

prepareZXingModule({ overrides: { locateFile: (path: string) => (path.endsWith(".wasm") ? wasm : path) } });

export default function Camera({ onCode, onClose }: { onCode: (code: string) => void; onClose: () => void }) {
  const { t } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const [fault, setFault] = useState(false);
  const [last, setLast] = useState<{ code: string; times: number }>();
  const heard = useRef(onCode);
  heard.current = onCode;
  useEffect(() => {
    let stream: MediaStream | undefined;
    let timer: ReturnType<typeof setTimeout>;
    let alive = true;
    const seen = new Map<string, number>();
    const canvas = document.createElement("canvas");
    const look = async () => {
      const picture = video.current;
      if (!alive || !picture) return;
      if (picture.videoWidth) {
        canvas.width = picture.videoWidth;
        canvas.height = picture.videoHeight;
        const pen = canvas.getContext("2d", { willReadFrequently: true });
        pen?.drawImage(picture, 0, 0);
        const image = pen?.getImageData(0, 0, canvas.width, canvas.height);
        const found = image ? await readBarcodes(image, { formats: [...FORMATS], maxNumberOfSymbols: 1 }) : [];
        const at = performance.now();
        for (const { text } of found) {
          const before = seen.get(text);
          seen.set(text, at);
          if (before !== undefined && at - before < GONE_MS) continue;
          heard.current(text);
          setLast((now) => ({ code: text, times: now?.code === text ? now.times + 1 : 1 }));
        }
      }
      timer = setTimeout(() => void look(), LOOK_EVERY_MS);
    };
    navigator.mediaDevices
      ?.getUserMedia({ video: { facingMode: "environment" } })
      .then((opened) => {
        stream = opened;
        if (!alive || !video.current) return;
        video.current.srcObject = opened;
        void video.current.play().then(look);
      })
      .catch(() => setFault(true));
    if (!navigator.mediaDevices) setFault(true);
    return () => {
      alive = false;
      clearTimeout(timer);
      for (const track of stream?.getTracks() ?? []) track.stop();
    };
  }, []);
  return (
    <Drawer
      opened
      onClose={onClose}
      position="top"
      size="55%"
      title={t`Scan with the camera`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {fault ? (
        <Notice kind="danger">
          <Trans>The camera can't be used. Allow it for this page, or type the code.</Trans>
        </Notice>
      ) : (
        <video ref={video} muted playsInline style={{ width: "100%", maxHeight: "40dvh", background: "#000" }} />
      )}
      <p role="status">{last ? `${last.code} × ${last.times}` : t`Hold a barcode before the camera.`}</p>
      <Button size="xl" variant="default" onClick={onClose}>
        <Trans>Close camera</Trans>
      </Button>
    </Drawer>
  );
}
