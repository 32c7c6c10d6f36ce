namespace ModelOps;

/// <summary>How a <see cref="RegistryFilter"/> compares. Texts compare by the bytes of their UTF-8.</summary>
public enum RegistryOperator
{
    /// <summary>Equal.</summary>
    Equal,

    /// <summary>Not equal, or not there.</summary>
    NotEqual,

    /// <summary>Less.</summary>
    Less,

    /// <summary>Less or equal.</summary>
    LessOrEqual,

    /// <summary>Greater.</summary>
    Greater,

    /// <summary>Greater or equal.</summary>
    GreaterOrEqual,

    /// <summary>Like a pattern: <c>%</c> stands for any text, <c>_</c> for one character, <c>\</c> takes the next character as it is.</summary>
    Like,

    /// <summary>Like a pattern, ignoring case.</summary>
    LikeIgnoringCase,

    /// <summary>One of several values.</summary>
    In,

    /// <summary>None of several values, or not there.</summary>
    NotIn,
}
