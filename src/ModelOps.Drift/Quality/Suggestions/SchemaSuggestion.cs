namespace ModelOps.Drift.Quality.Suggestions;

/// <summary>A schema suggested from data.</summary>
/// <param name="Schema">The schema; the data keeps it.</param>
/// <param name="Rules">The reason for each rule.</param>
public sealed record SchemaSuggestion(DataSchema Schema, IReadOnlyList<SuggestedRule> Rules);
