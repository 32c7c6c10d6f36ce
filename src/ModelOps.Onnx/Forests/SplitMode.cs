namespace ModelOps.Onnx.Forests;

/// <summary>How a split compares a feature with its threshold. Source: ONNX, <c>ai.onnx.ml.TreeEnsembleRegressor</c>, <c>nodes_modes</c>.</summary>
/// <remarks>A feature that is NaN fails every comparison but <see cref="NotEqual"/>, as IEEE 754 says.</remarks>
public enum SplitMode
{
    /// <summary>True when the feature is at most the threshold (<c>BRANCH_LEQ</c>).</summary>
    AtMost,

    /// <summary>True when the feature is below the threshold (<c>BRANCH_LT</c>).</summary>
    Below,

    /// <summary>True when the feature is at least the threshold (<c>BRANCH_GTE</c>).</summary>
    AtLeast,

    /// <summary>True when the feature is above the threshold (<c>BRANCH_GT</c>).</summary>
    Above,

    /// <summary>True when the feature equals the threshold (<c>BRANCH_EQ</c>).</summary>
    Equal,

    /// <summary>True when the feature differs from the threshold (<c>BRANCH_NEQ</c>).</summary>
    NotEqual,
}
