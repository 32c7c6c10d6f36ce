namespace ModelOps.Onnx.Forests;

/// <summary>The type that a forest compares and adds in. Scores are single precision either way.</summary>
public enum ForestPrecision
{
    /// <summary>32-bit floating point.</summary>
    Single,

    /// <summary>64-bit floating point.</summary>
    Double,
}
