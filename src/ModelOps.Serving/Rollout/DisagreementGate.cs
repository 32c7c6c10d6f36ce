namespace ModelOps.Serving;

/// <summary>Bounds how often the canary's answer differs from the champion's for the same request, as the shadow's tolerances define it.</summary>
public sealed record DisagreementGate
{
    /// <summary>Highest rate of differing answers. Above 0, at most 1; default 0.05.</summary>
    public double MaxRate { get; set; } = 0.05;
}
