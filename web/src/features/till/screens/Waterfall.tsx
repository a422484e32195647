/** Why a line costs what it does: every price that was found, which was taken, and why not the others. */

import { Trans, useLingui } from "@lingui/react/macro";
import { Modal } from "@mantine/core";
import { useEffect, useState } from "react";
import { reasonWords, sourceWords } from "@/components/prices/words";
import { percent, price, quantity } from "@/lib/format";
import { asProblem } from "@/lib/problem";
import { call } from "../local/http";
import { useTill } from "../state/till";
import classes from "./till.module.css";

interface Elsewhere {
  location: string;
  name: string;
  available: string;
}

export function Waterfall({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui();
  const { priced, selected, memory, online, session } = useTill();
  const line = priced?.lines.find((one) => one.id === selected);
  const currency = memory?.settings.business.currency ?? "EUR";
  const [places, setPlaces] = useState<Elsewhere[]>([]);
  // What promotions of the whole basket take off this line.
  const shares = (priced?.promotions ?? []).flatMap((used) => {
    const share = used.inPrices || !line ? undefined : used.shares.get(line.number);
    return share?.isPositive ? [{ used, share }] : [];
  });
  const product = line?.product.id;
  const here = memory?.settings.storefront.id;
  useEffect(() => {
    setPlaces([]);
    if (!opened || !product || !online || !session?.token) return;
    call<{ results?: Elsewhere[] } | Elsewhere[]>("GET", `/api/till/stock/${product}/`, { token: session.token })
      .then((told) => (Array.isArray(told) ? told : (told.results ?? [])))
      .then((told) => setPlaces(told.filter((place) => place.location !== here)))
      .catch((error) => asProblem(error)); // other places are a help, not a need
  }, [opened, product, online, session, here]);
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={line ? line.product.name : t`No line chosen`}
      closeButtonProps={{ "aria-label": t`Close` }}
    >
      {line && (
        <>
          <table style={{ width: "100%", borderSpacing: "0 0.25rem" }}>
            <caption className="visually-hidden">
              <Trans>Prices that were found</Trans>
            </caption>
            <tbody>
              {line.waterfall.map((step, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity of their own
                <tr key={at} style={step.chosen ? { fontWeight: 600 } : { color: "var(--muted)" }}>
                  <td>{step.chosen ? "✓" : "✕"}</td>
                  <th scope="row" style={{ textAlign: "start", fontWeight: "inherit" }}>
                    {sourceWords(step.source)}
                    {step.reason && <div className={classes.small}>{reasonWords(step.reason)}</div>}
                  </th>
                  <td className="figure">{price(step.price.toString(), currency)}</td>
                </tr>
              ))}
              {shares.map(({ used, share }) => (
                <tr key={used.terms.id} style={{ fontWeight: 600 }}>
                  <td>✓</td>
                  <th scope="row" style={{ textAlign: "start", fontWeight: "inherit" }}>
                    {used.terms.name}
                    {used.coupon && <div className={classes.small}>{t`Coupon ${used.coupon}`}</div>}
                  </th>
                  <td className="figure">{price(share.negated().toString(), currency)}</td>
                </tr>
              ))}
              <tr>
                <td />
                <th scope="row" style={{ textAlign: "start" }}>{t`Tax ${percent(line.taxRate.toString())}`}</th>
                <td className="figure">{price(line.amounts.tax.toString(), currency)}</td>
              </tr>
              <tr style={{ fontWeight: 600 }}>
                <td />
                <th scope="row" style={{ textAlign: "start" }}>
                  <Trans>You pay</Trans>
                </th>
                <td className="figure">{price(line.amounts.gross.toString(), currency)}</td>
              </tr>
            </tbody>
          </table>
          {places.length > 0 && (
            <>
              <h2 style={{ fontSize: "1rem" }}>
                <Trans>In other places</Trans>
              </h2>
              {places.map((place) => (
                <div key={place.location} className={classes.totalRow}>
                  <span>{place.name}</span>
                  <span>{quantity(place.available)}</span>
                </div>
              ))}
            </>
          )}
        </>
      )}
    </Modal>
  );
}
