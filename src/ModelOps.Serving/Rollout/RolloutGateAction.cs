namespace ModelOps.Serving;

/// <summary>What an <see cref="IRolloutGate"/> asks for.</summary>
public enum RolloutGateAction
{
    /// <summary>Nothing.</summary>
    Pass,

    /// <summary>Do not go on to the next step now.</summary>
    Hold,

    /// <summary>Roll back.</summary>
    RollBack,
}
