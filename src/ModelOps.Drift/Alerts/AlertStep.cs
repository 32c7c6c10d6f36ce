namespace ModelOps.Drift.Alerts;

/// <summary>What an evaluation, or time, did to alerts.</summary>
/// <param name="Fired">Alerts that began to fire.</param>
/// <param name="Resolved">Alerts that ended.</param>
/// <param name="Refused">Alerts that there was no room for.</param>
/// <param name="IsNew">False when the window was known already and nothing was done.</param>
internal sealed record AlertStep(IReadOnlyList<DriftAlert> Fired, IReadOnlyList<DriftAlert> Resolved, int Refused, bool IsNew)
{
    public static AlertStep None { get; } = new([], [], 0, IsNew: false);
}
