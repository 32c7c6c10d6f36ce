namespace ModelOps.Serving;

/// <summary>How a new version takes the place of an old one.</summary>
public enum ModelSwapMode
{
    /// <summary>The new one is loaded beside the old one, which answers until the new one is warm. Where memory has no room for both
    /// (<see cref="ServingOptions.MaxResidentBytes"/>), the new one is refused and the old one stays.</summary>
    LoadFirst,

    /// <summary>As <see cref="LoadFirst"/> while memory has room for both; else the old one is unloaded first, and calls are refused until the new one is warm.
    /// A new one that fails to load is followed by the old one again.</summary>
    UnloadFirstWhenFull,
}
