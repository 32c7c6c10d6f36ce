namespace ModelOps.Serving;

/// <summary>What a limit counts on its own.</summary>
public enum LimitPartitionKind
{
    /// <summary>All calls together.</summary>
    All,

    /// <summary>Each tenant; calls without one together.</summary>
    Tenant,

    /// <summary>Each model.</summary>
    Model,

    /// <summary>Each model of each tenant.</summary>
    TenantAndModel,

    /// <summary>Each value of a header, such as an API key; calls without it together.</summary>
    Header,
}
