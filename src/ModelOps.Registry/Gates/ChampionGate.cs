using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.Registry.Gates.Statistics;

namespace ModelOps.Registry.Gates;

/// <summary>The version must do better than the champion on the same rows of a hold-out, beyond chance. Losses come from
/// <see cref="IHoldoutLossSource"/>.</summary>
public sealed record ChampionGate : IPromotionGate
{
    /// <summary>The test. Default <see cref="PairedTestKind.Bootstrap"/>.</summary>
    public PairedTestKind Test { get; init; } = PairedTestKind.Bootstrap;

    /// <summary>What must be shown. Default <see cref="ChampionRequirement.Better"/>.</summary>
    public ChampionRequirement Require { get; init; } = ChampionRequirement.Better;

    /// <summary>Level of the one-sided test: the share of promotions by chance alone that is put up with. Default 0.05; above 0, at most 0.5.</summary>
    public double Level { get; init; } = 0.05;

    /// <summary>In units of the loss; see <see cref="ChampionRequirement"/>. Default 0; above 0 for <see cref="ChampionRequirement.NotWorse"/>.</summary>
    public double Margin { get; init; }

    /// <summary>Least number of rows. Default 30; at least 2.</summary>
    public int MinRows { get; init; } = 30;

    /// <summary>Resamples of the bootstrap. Default 2,000; 100 to 100,000.</summary>
    public int Resamples { get; init; } = 2000;

    /// <summary>Seed of the bootstrap, so that a decision can be repeated. Default 1.</summary>
    public long Seed { get; init; } = 1;

    /// <inheritdoc/>
    public string Name => "champion";

    /// <inheritdoc/>
    public async ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Champion is not { } champion)
        {
            return Gate.NotApplicable(Name, GateReasonCodes.NoChampion, $"No other version is '{context.Request.Alias}', so there is none to compare with.");
        }

        if (context.Services.GetService<IHoldoutLossSource>() is not { } source)
        {
            return Gate.Refused(Name, GateReasonCodes.NotSetUp, "Nothing knows losses on the hold-out. Register an IHoldoutLossSource.");
        }

        HoldoutLosses? ours = await source.FindAsync(context.Candidate, cancellationToken).ConfigureAwait(false);
        HoldoutLosses? theirs = await source.FindAsync(champion, cancellationToken).ConfigureAwait(false);
        if (ours is null || theirs is null)
        {
            long missing = (ours is null ? context.Candidate : champion).Number;
            return Gate.Refused(Name, GateReasonCodes.LossesMissing, $"The losses of number {missing} on the hold-out are not known. Measure it, and keep its losses.");
        }

        return Compare(ours, theirs, cancellationToken);
    }

    private GateResult Compare(HoldoutLosses ours, HoldoutLosses theirs, CancellationToken cancellationToken)
    {
        if (ours.Dataset != theirs.Dataset || ours.ByRow.Count != theirs.ByRow.Count || !ours.ByRow.Keys.All(theirs.ByRow.ContainsKey))
        {
            return Gate.Refused(Name, GateReasonCodes.HoldoutDiffers, $"The versions were not measured on the same rows: {ours.ByRow.Count} of '{ours.Dataset}' and {theirs.ByRow.Count} of '{theirs.Dataset}'. Measure both on one hold-out.");
        }

        int rows = ours.ByRow.Count;
        if (rows < MinRows) { return Gate.Refused(Name, GateReasonCodes.TooFewRows, $"The hold-out has {rows} rows; at least {MinRows} are asked for.", ("rows", rows)); }

        // By id, so that the bootstrap of the same rows is the same wherever they come from. The margin moves the line that must be passed.
        double shift = Require == ChampionRequirement.Better ? -Margin : Margin;
        double[] differences = [.. ours.ByRow.OrderBy(static r => r.Key, StringComparer.Ordinal).Select(r => theirs.ByRow[r.Key] - r.Value)];
        if (!differences.All(double.IsFinite)) { return Gate.Refused(Name, GateReasonCodes.LossesMissing, "Some losses are not finite numbers. Measure both versions again."); }
        double mean = PairedTest.Mean(differences);
        double p = PairedTest.PValue(Test, [.. differences.Select(d => d + shift)], Resamples, (ulong)Seed, cancellationToken);
        (string, double)[] figures = [("rows", rows), ("improvement", mean), ("p_value", p), ("level", Level), ("margin", Margin)];
        if (p <= Level) { return Gate.Passed(Name, figures); }
        string found = string.Create(CultureInfo.InvariantCulture, $"the mean loss is smaller by {mean:G6}, p = {p:G4}, level {Level:G4}, {rows} rows");
        return Require == ChampionRequirement.Better
            ? Gate.Refused(Name, GateReasonCodes.NotBetter, $"The hold-out does not show that the version is better than the champion: {found}.", figures)
            : Gate.Refused(Name, GateReasonCodes.MayBeWorse, $"The hold-out does not show that the version is no worse than the champion by {Margin.ToString("G6", CultureInfo.InvariantCulture)}: {found}.", figures);
    }
}
