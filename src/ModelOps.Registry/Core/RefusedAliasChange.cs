using System.Globalization;

namespace ModelOps.Registry.Core;

/// <summary>A move or removal of an alias that came too late: the alias was no longer at the revision that it named.</summary>
internal sealed record RefusedAliasChange(AliasConflictException Conflict, long Number, string? Reason, string? Actor, IReadOnlyDictionary<string, string> Evidence)
{
    private const string ExpectedRevision = "expected_revision";

    /// <summary>The refusal as an event: what was wanted, and where the alias stood.</summary>
    public RegistryEvent ToEvent(string model, DateTimeOffset at) => new()
    {
        Sequence = 0,
        Kind = RegistryEventKind.AliasMoveRefused,
        Model = model,
        Number = Number,
        At = at,
        Alias = Conflict.Alias,
        PreviousNumber = Conflict.Actual?.Number,
        Revision = Conflict.ActualRevision,
        Reason = Reason,
        Actor = Actor,
        Evidence = Evidence,
        Changes = new Dictionary<string, string?> { [ExpectedRevision] = Conflict.ExpectedRevision.ToString(CultureInfo.InvariantCulture) },
    };

    /// <summary>Whether an event tells the same of the same caller. Reasons are not compared: one that holds a time would make every try another.</summary>
    public bool IsToldBy(RegistryEvent entry) =>
        entry.Number == Number && entry.Revision == Conflict.ActualRevision && entry.Actor == Actor
        && entry.Changes.GetValueOrDefault(ExpectedRevision) == Conflict.ExpectedRevision.ToString(CultureInfo.InvariantCulture);
}
