/** Scanning with the camera: a sheet that stays open; a code counts again once it has left the picture for a second. */
import { Trans, useLingui } from "@lingui/react/macro";
import { Button, Drawer } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { prepareZXingModule, readBarcodes } from "zxing-wasm/reader";
import wasm from "zxing-wasm/reader/zxing_reader.wasm?url";
import { Notice } from "@/components/ui/Notice";
import { watch } from "../local/watching";

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
    const canvas = document.createElement("canvas");
    const read = async () => {
      const picture = video.current;
      if (!picture?.videoWidth) return [];
      canvas.width = picture.videoWidth;
      canvas.height = picture.videoHeight;
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      pen?.drawImage(picture, 0, 0);
      const image = pen?.getImageData(0, 0, canvas.width, canvas.height);
      const found = image ? await readBarcodes(image, { formats: [...FORMATS], maxNumberOfSymbols: 1 }) : [];
      return found.map((one) => one.text);
    };
    return watch({
      open: async () => navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } }),
      show: async (stream) => {
        if (!video.current) return;
        video.current.srcObject = stream;
        await video.current.play();
      },
      read,
      onCode: (code) => {
        heard.current(code);
        setLast((now) => ({ code, times: now?.code === code ? now.times + 1 : 1 }));
      },
      onFault: () => setFault(true),
    });
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
