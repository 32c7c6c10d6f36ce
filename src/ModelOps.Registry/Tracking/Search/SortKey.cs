namespace ModelOps.Registry.Tracking.Search;

/// <summary>One key of an order. It is never null, so that keys compare without exceptions.</summary>
/// <param name="Sql">Expression.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Descending">Greatest first.</param>
internal sealed record SortKey(string Sql, SortKind Kind, bool Descending);
