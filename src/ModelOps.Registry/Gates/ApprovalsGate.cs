namespace ModelOps.Registry.Gates;

/// <summary>People other than who registered the version must have approved it, with <see cref="IPromotionService.ApproveAsync"/>.</summary>
public sealed record ApprovalsGate : IPromotionGate
{
    /// <summary>Least number of approvals. Default 1.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Who may approve; empty for anyone.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <inheritdoc/>
    public string Name => "approvals";

    /// <inheritdoc/>
    public async ValueTask<GateResult> EvaluateAsync(PromotionContext context, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(context);
        ModelVersion candidate = context.Candidate;
        string? author = await VersionAuthor.FindAsync(context.Registry, candidate, cancellationToken).ConfigureAwait(false);
        if (author is null)
        {
            return Gate.Refused(Name, GateReasonCodes.AuthorUnknown, "Nobody said who registered the version, so its author cannot be told from who approves. Register versions with an Actor.");
        }

        RegisteredVersion registered = await context.Registry.GetVersionAsync(candidate.Model, candidate.Number, cancellationToken).ConfigureAwait(false);
        string[] approvers = [.. Approvals.Of(registered).Where(who => who != author && (From.Count == 0 || From.Contains(who, StringComparer.Ordinal)))];
        return approvers.Length >= Count
            ? Gate.Passed(Name, ("approvals", approvers.Length))
            : Gate.Refused(
                Name,
                GateReasonCodes.ApprovalsMissing,
                $"{approvers.Length} of {Count} approvals are there{(From.Count == 0 ? string.Empty : $" of {string.Join(", ", From)}")}; the author's own does not count.",
                ("approvals", approvers.Length));
    }
}
