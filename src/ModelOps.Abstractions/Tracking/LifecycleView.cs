namespace ModelOps;

/// <summary>Which stages a search looks at.</summary>
public enum LifecycleView
{
    /// <summary>What is in use.</summary>
    ActiveOnly,

    /// <summary>What was deleted.</summary>
    DeletedOnly,

    /// <summary>Both.</summary>
    All,
}
