namespace DemandForecasting.Promotion;

/// <summary>What the gate decided, and the figures it rests on.</summary>
internal sealed record GateDecision(bool IsPromoted, string Reason, double CandidateMae, double CurrentMae);
