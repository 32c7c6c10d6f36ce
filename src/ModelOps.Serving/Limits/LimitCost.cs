namespace ModelOps.Serving;

/// <summary>What a call costs.</summary>
public enum LimitCost
{
    /// <summary>One permit.</summary>
    Call,

    /// <summary>One permit for each row: the first dimension of the first input.</summary>
    Row,
}
