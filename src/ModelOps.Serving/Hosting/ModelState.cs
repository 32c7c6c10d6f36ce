namespace ModelOps.Serving;

/// <summary>State of a hosted version. The names are those of the Open Inference Protocol's repository extension, title-cased.</summary>
public enum ModelState
{
    /// <summary>Nothing is known yet.</summary>
    Unknown,

    /// <summary>It is being fetched, loaded or warmed up.</summary>
    Loading,

    /// <summary>It answers.</summary>
    Ready,

    /// <summary>It was replaced or removed and answers its last calls.</summary>
    Unloading,

    /// <summary>It cannot answer; the reason says why.</summary>
    Unavailable,
}
