/** The small picture of something, or its initials where there is none or it can't be had. Its name stands beside it. */
import { useState } from "react";
import { initials } from "@/lib/format";

interface Props {
  src: string | null | undefined;
  name: string;
  className?: string | undefined;
  /** What differs while a picture is shown. */
  style?: React.CSSProperties;
}

export function Thumb({ src, name, className, style }: Props) {
  const [failed, setFailed] = useState<string>();
  if (!src || failed === src) {
    return (
      <span className={className} aria-hidden>
        {initials(name)}
      </span>
    );
  }
  return (
    <img
      className={className}
      style={style}
      src={src}
      alt=""
      loading="lazy"
      decoding="async"
      onError={() => setFailed(src)}
    />
  );
}
