namespace ModelOps.Load;

/// <summary>So many callers each wait for an answer before they call again.</summary>
/// <param name="Callers">How many.</param>
/// <param name="Duration">How long calls are begun.</param>
internal sealed record ClosedLoopStep(int Callers, TimeSpan Duration) : LoadStep(Duration);
