namespace ModelOps;

/// <summary>How a condition compares.</summary>
public enum TrackingOperator
{
    /// <summary>The same.</summary>
    Equal,

    /// <summary>There, but not the same.</summary>
    NotEqual,

    /// <summary>Greater; numbers only.</summary>
    Greater,

    /// <summary>Greater or the same; numbers only.</summary>
    GreaterOrEqual,

    /// <summary>Less; numbers only.</summary>
    Less,

    /// <summary>Less or the same; numbers only.</summary>
    LessOrEqual,

    /// <summary>Text with <c>%</c> for any characters and <c>_</c> for one; case counts.</summary>
    Like,

    /// <summary>As <see cref="Like"/>, but case does not count.</summary>
    ILike,

    /// <summary>One of several texts.</summary>
    In,

    /// <summary>There, but none of several texts.</summary>
    NotIn,

    /// <summary>Not there: no tag or parameter of that name; those only.</summary>
    IsNull,

    /// <summary>There, whatever its value; tags and parameters only.</summary>
    IsNotNull,
}
