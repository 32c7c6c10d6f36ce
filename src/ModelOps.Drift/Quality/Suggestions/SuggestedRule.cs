namespace ModelOps.Drift.Quality.Suggestions;

/// <summary>Why a rule was suggested.</summary>
/// <param name="Column">Column of the rule.</param>
/// <param name="Rule">The rule, e.g. <c>domain</c>.</param>
/// <param name="Reason">What in the data speaks for it, with counts and no values.</param>
public sealed record SuggestedRule(string Column, string Rule, string Reason);
