namespace ModelOps.Serving;

/// <summary>Compares how many calls fail. Cancelled calls, quotas and lack of room do not count; requests that the model refuses do.</summary>
public sealed record ErrorRateGate
{
    /// <summary>By how much the canary's rate of failures may exceed the champion's: 0.01 is one call in a hundred. 0 to 1; default 0.01.
    /// At 0 harm can be proven, but never that there is none.</summary>
    public double MaxIncrease { get; set; } = 0.01;
}
