namespace ModelOps.Registry.Search;

/// <summary>The statement of a search: its columns are the keys of a row and then what it is ordered by.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Parameters">Values of its parameters.</param>
/// <param name="OrderKeys">How many columns it is ordered by.</param>
internal sealed record SearchSql(string Text, IReadOnlyList<object?> Parameters, int OrderKeys);
