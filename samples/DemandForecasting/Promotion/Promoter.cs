using System.Globalization;
using ModelOps;

namespace DemandForecasting.Promotion;

/// <summary>Moves the alias <c>champion</c> when the gate says so, and keeps the decision with the event.</summary>
internal sealed class Promoter(IModelRegistry registry)
{
    /// <summary>Alias of the version that answers.</summary>
    public const string Champion = "champion";

    /// <summary>Alias of the version that is on trial.</summary>
    public const string Candidate = "candidate";

    /// <summary>Puts a version on trial beside the champion.</summary>
    public Task TryOutAsync(ModelVersion version, CancellationToken cancellationToken) => registry.MoveAliasAsync(
        new AliasMove { Model = version.Model, Alias = Candidate, Number = version.Number, Reason = "On trial.", Actor = "demo" }, cancellationToken);

    /// <summary>Promotes the version if the decision says so; the trial ends either way.</summary>
    public async Task ApplyAsync(ModelVersion version, GateDecision decision, CancellationToken cancellationToken)
    {
        IReadOnlyList<ModelAlias> aliases = await registry.ListAliasesAsync(version.Model, cancellationToken);
        if (decision.IsPromoted)
        {
            // Compare-and-set: if someone else moved the champion since, this throws and nothing changes.
            await registry.MoveAliasAsync(
                new AliasMove
                {
                    Model = version.Model,
                    Alias = Champion,
                    Number = version.Number,
                    ExpectedRevision = aliases.FirstOrDefault(alias => alias.Alias == Champion)?.Revision ?? 0,
                    Reason = decision.Reason,
                    Actor = "promotion gate",
                    Evidence = new Dictionary<string, string>
                    {
                        ["mae_candidate"] = decision.CandidateMae.ToString("R", CultureInfo.InvariantCulture),
                        ["mae_current"] = decision.CurrentMae.ToString("R", CultureInfo.InvariantCulture),
                    },
                },
                cancellationToken);
        }

        string outcome = decision.IsPromoted ? "Promoted" : "Refused";
        await registry.RemoveAliasAsync(version.Model, Candidate, reason: $"{outcome}: {decision.Reason}", cancellationToken: cancellationToken);
    }
}
