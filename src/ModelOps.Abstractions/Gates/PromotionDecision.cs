namespace ModelOps;

/// <summary>What the gates said about a promotion.</summary>
public sealed record PromotionDecision
{
    /// <summary>Name of the model.</summary>
    public required string Model { get; init; }

    /// <summary>Running number of the version.</summary>
    public required long Number { get; init; }

    /// <summary>Digest of the version: the decision is about these bytes.</summary>
    public required string Digest { get; init; }

    /// <summary>Alias that would move.</summary>
    public required string Alias { get; init; }

    /// <summary>Running number of the version that had the alias; null when there was none.</summary>
    public long? ChampionNumber { get; init; }

    /// <summary>Revision of the alias when the gates were asked; 0 when it did not exist.</summary>
    public required long AliasRevision { get; init; }

    /// <summary>When the gates were asked.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What each gate said, in the order of the policy.</summary>
    public required IReadOnlyList<GateResult> Gates { get; init; }

    /// <summary>Whether no gate refuses. A policy without gates allows.</summary>
    public bool IsAllowed => Gates.All(static gate => gate.Verdict != GateVerdict.Refused);

    /// <summary>The reasons of all gates that refuse.</summary>
    public IEnumerable<GateReason> Reasons => Gates.Where(static gate => gate.Verdict == GateVerdict.Refused).SelectMany(static gate => gate.Reasons);
}
