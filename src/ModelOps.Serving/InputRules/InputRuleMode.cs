namespace ModelOps.Serving.InputRules;

/// <summary>What happens to a request that breaks a rule.</summary>
public enum InputRuleMode
{
    /// <summary>It is refused, as a caller's error that lists what breaks which rule.</summary>
    Reject,

    /// <summary>It goes on; the break is logged and counted.</summary>
    Warn,

    /// <summary>Numbers out of their range are set to its nearest bound in a copy, which goes on; the break is counted. Rules that are not ranges refuse.</summary>
    Clamp,
}
