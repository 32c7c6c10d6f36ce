using System.Globalization;
using Microsoft.Extensions.DependencyInjection;

namespace ModelOps.Registry.Gates;

/// <summary>What comes in now must be like what the version was trained on. Evidence comes from <see cref="IDriftEvidenceSource"/>.</summary>
public sealed record DriftGate : IPromotionGate
{
    /// <summary>Oldest evidence that counts. Default 7 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>Greatest value of every statistic, beside what monitoring itself calls drift; null leaves it to monitoring.</summary>
    public double? Max { get; init; }

    /// <inheritdoc/>
    public string Name => "drift";

    /// <inheritdoc/>
    public async ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (context.Services.GetService<IDriftEvidenceSource>() is not { } source)
        {
            return Gate.Refused(Name, GateReasonCodes.NotSetUp, "Nothing knows about drift. Register an IDriftEvidenceSource.");
        }

        if (await source.FindAsync(context.Candidate, cancellationToken).ConfigureAwait(false) is not { } evidence)
        {
            return Gate.Refused(Name, GateReasonCodes.DriftUnknown, "Nothing is known about drift from the version's training profile. Compare the profile with a window of what comes in now.");
        }

        (string, double)[] figures = [.. evidence.Statistics.Select(static s => (s.Key, s.Value))];
        if (context.At - evidence.At > MaxAge)
        {
            return Gate.Refused(Name, GateReasonCodes.DriftStale, $"Window '{evidence.Window}' was compared at {evidence.At:O}, longer than {MaxAge} ago. Compare a newer one.", figures);
        }

        string[] above = [.. evidence.Statistics.Where(s => Max is { } max && !(s.Value <= max)).Select(static s => s.Key)];
        if (!evidence.HasDrifted && above.Length == 0) { return Gate.Passed(Name, figures); }
        string why = above.Length > 0
            ? string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", above)} above {Max}")
            : "monitoring calls it drift";
        return Gate.Refused(Name, GateReasonCodes.Drifted, $"In window '{evidence.Window}' inputs are away from the version's training profile: {why}. Train on newer data.", figures);
    }
}
