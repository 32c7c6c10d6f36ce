namespace ModelOps;

/// <summary>Codes of <see cref="GateReason"/>.</summary>
public static class GateReasonCodes
{
    /// <summary>The version has no such metric.</summary>
    public const string MetricMissing = "METRIC_MISSING";

    /// <summary>A metric is outside its bounds, or not a number.</summary>
    public const string MetricOutOfBounds = "METRIC_OUT_OF_BOUNDS";

    /// <summary>There is no champion to compare with.</summary>
    public const string NoChampion = "NO_CHAMPION";

    /// <summary>The losses of one version on the hold-out are not known.</summary>
    public const string LossesMissing = "LOSSES_MISSING";

    /// <summary>The two versions were not measured on the same rows of the same hold-out.</summary>
    public const string HoldoutDiffers = "HOLDOUT_DIFFERS";

    /// <summary>The hold-out has too few rows to decide.</summary>
    public const string TooFewRows = "TOO_FEW_ROWS";

    /// <summary>The test does not show that the version is better than the champion.</summary>
    public const string NotBetter = "NOT_BETTER_THAN_CHAMPION";

    /// <summary>The test does not show that the version is no worse than the champion by more than the margin.</summary>
    public const string MayBeWorse = "MAY_BE_WORSE_THAN_CHAMPION";

    /// <summary>The signature of one version is not registered.</summary>
    public const string SignatureMissing = "SIGNATURE_MISSING";

    /// <summary>Callers of the running version could not call the new one.</summary>
    public const string SignatureIncompatible = "SIGNATURE_INCOMPATIBLE";

    /// <summary>Nothing is known about drift.</summary>
    public const string DriftUnknown = "DRIFT_UNKNOWN";

    /// <summary>What is known about drift is too old.</summary>
    public const string DriftStale = "DRIFT_STALE";

    /// <summary>Inputs have drifted from what the version was trained on.</summary>
    public const string Drifted = "DRIFTED";

    /// <summary>The files are larger than the budget.</summary>
    public const string TooLarge = "TOO_LARGE";

    /// <summary>The version answers more slowly than the budget.</summary>
    public const string TooSlow = "TOO_SLOW";

    /// <summary>Not enough people other than the author have approved.</summary>
    public const string ApprovalsMissing = "APPROVALS_MISSING";

    /// <summary>Nobody said who registered the version, so nobody can be told apart from its author.</summary>
    public const string AuthorUnknown = "AUTHOR_UNKNOWN";

    /// <summary>The model card lacks fields.</summary>
    public const string CardIncomplete = "CARD_INCOMPLETE";

    /// <summary>The version is not signed, or its signature is not good.</summary>
    public const string SignatureRefused = "SIGNATURE_REFUSED";

    /// <summary>The host has not set up what the gate needs.</summary>
    public const string NotSetUp = "GATE_NOT_SET_UP";

    /// <summary>The gate failed, and what cannot be judged is not let through.</summary>
    public const string GateFailed = "GATE_FAILED";
}
