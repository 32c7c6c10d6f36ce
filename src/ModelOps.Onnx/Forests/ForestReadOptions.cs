namespace ModelOps.Onnx.Forests;

/// <summary>How models of LightGBM and XGBoost are read. Immutable; the defaults suit files from strangers.</summary>
public sealed record ForestReadOptions
{
    /// <summary>The defaults.</summary>
    public static ForestReadOptions Default { get; } = new();

    /// <summary>Whether scores stay what the trees add up to (raw scores, margins), whatever the objective; random forests of LightGBM then sum and do not average, as its own raw scores. Default false: probabilities, rates and classes as the objective says.</summary>
    public bool RawScores { get; init; }

    /// <summary>Whether an XGBoost model that was stopped early ends with its best iteration (attribute <c>best_iteration</c>), as its scikit-learn interface predicts.
    /// Default false: all trees, as <c>Booster.predict</c> does.</summary>
    public bool StopAtBestIteration { get; init; }

    /// <summary>Largest file in bytes. Default 1 GiB.</summary>
    public int MaxModelBytes { get; init => field = AtLeastOne(value); } = 1 << 30;

    /// <summary>Most splits and leaves, all trees together; a split on categories counts once for each end of a run of them. Default 20,000,000.</summary>
    public int MaxNodes { get; init => field = AtLeastOne(value); } = 20_000_000;

    private static int AtLeastOne(int value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}
