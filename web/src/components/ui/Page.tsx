/** The frame of a back-office page: where one came from, title and status, its actions, and what it shows. */
import { Anchor, Group, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import classes from "./Page.module.css";

interface Props {
  title: string;
  /** Beside the title: a status, a number. */
  beside?: ReactNode;
  actions?: ReactNode;
  back?: { to: string; label: string };
  children: ReactNode;
}

export function Page({ title, beside, actions, back, children }: Props) {
  useEffect(() => {
    document.title = `${title} · OptimaPOS`;
  }, [title]);
  return (
    <div className={classes.page}>
      {back && (
        <Anchor component={Link} to={back.to} className={classes.back}>
          <IconArrowLeft size={16} aria-hidden className="mirrored" /> {back.label}
        </Anchor>
      )}
      <header className={classes.head}>
        <Group gap="sm" wrap="wrap" className={classes.title}>
          <Title order={1}>{title}</Title>
          {beside}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </header>
      {children}
    </div>
  );
}

/** Main column and facts beside it; one under the other on narrow screens. */
export function TwoColumns({ children, aside }: { children: ReactNode; aside: ReactNode }) {
  return (
    <div className={classes.columns}>
      <div className={classes.main}>{children}</div>
      <aside className={classes.aside}>{aside}</aside>
    </div>
  );
}

/** A bordered part of a page with a heading. */
export function Section({ title, actions, children }: { title?: string; actions?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section}>
      {(title || actions) && (
        <div className={classes.sectionHead}>
          {title && <Title order={2}>{title}</Title>}
          {actions && <Group gap="xs">{actions}</Group>}
        </div>
      )}
      {children}
    </section>
  );
}

/** Key figures, at most four in a row, each a link to the rows that make it where it has one. */
export function Figures({ children }: { children: ReactNode }) {
  return <div className={classes.figures}>{children}</div>;
}

interface FigureProps {
  label: string;
  value: ReactNode;
  note?: ReactNode;
  to?: string;
  search?: Record<string, string>;
}

export function Figure({ label, value, note, to, search }: FigureProps) {
  const inner = (
    <>
      <span className={classes.figureLabel}>{label}</span>
      <span className={classes.figureValue}>{value}</span>
      {note && <span className={classes.figureNote}>{note}</span>}
    </>
  );
  if (!to) return <div className={classes.figure}>{inner}</div>;
  return (
    <Link className={classes.figure} to={to} search={search as never}>
      {inner}
    </Link>
  );
}

/** Facts as terms and what they are. */
export function Facts({ children }: { children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

export function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{term}</dt>
      <dd>{children ?? "-"}</dd>
    </div>
  );
}
