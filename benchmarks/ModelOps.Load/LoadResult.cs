namespace ModelOps.Load;

/// <summary>What a run showed.</summary>
/// <param name="Url">What was under load.</param>
/// <param name="DeadlineMs">Deadline that goodput counts by; null for none.</param>
/// <param name="WarmUpSeconds">Load before the first step, not counted.</param>
/// <param name="Seed">Of the arrivals.</param>
/// <param name="Steps">The steps, in order.</param>
internal sealed record LoadResult(string Url, double? DeadlineMs, double WarmUpSeconds, int Seed, IReadOnlyList<LoadStepResult> Steps);
