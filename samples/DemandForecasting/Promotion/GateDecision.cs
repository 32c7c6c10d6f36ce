namespace DemandForecasting.Promotion;

/// <summary>What the gate decided, and the figures it rests on.</summary>
internal sealed record GateDecision(bool IsPromoted, string Reason, double CandidateMae, double CurrentMae)
{
    /// <summary>The decision with its reason, for people.</summary>
    public string Verdict => $"{(IsPromoted ? "promoted" : "refused")}: {Reason}";
}
