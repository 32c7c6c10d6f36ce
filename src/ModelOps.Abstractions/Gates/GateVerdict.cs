namespace ModelOps;

/// <summary>What a gate says.</summary>
public enum GateVerdict
{
    /// <summary>It lets the version through.</summary>
    Passed,

    /// <summary>It does not let the version through.</summary>
    Refused,

    /// <summary>There is nothing for it to judge, e.g. no champion to compare with. It does not hold the version up.</summary>
    NotApplicable,
}
