namespace ModelOps.Load;

/// <summary>Calls arrive when they will, whether or not others have been answered, as those of independent users do.</summary>
/// <param name="Rate">Calls a second, on average.</param>
/// <param name="Duration">How long calls are begun.</param>
internal sealed record OpenLoopStep(double Rate, TimeSpan Duration) : LoadStep(Duration);
