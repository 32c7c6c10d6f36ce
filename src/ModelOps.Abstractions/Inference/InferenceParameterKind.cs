namespace ModelOps;

/// <summary>What an <see cref="InferenceParameter"/> holds. The protocol knows no others.</summary>
public enum InferenceParameterKind
{
    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A signed whole number.</summary>
    Int64,

    /// <summary>A whole number above the signed range.</summary>
    UInt64,

    /// <summary>A number.</summary>
    Double,

    /// <summary>A text.</summary>
    String,
}
