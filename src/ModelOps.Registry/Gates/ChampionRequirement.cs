namespace ModelOps.Registry.Gates;

/// <summary>What the hold-out must show.</summary>
public enum ChampionRequirement
{
    /// <summary>That the version's losses are smaller than the champion's, by more than the margin. The default.</summary>
    Better,

    /// <summary>That they are not larger by the margin or more: for versions that are wanted for other reasons.</summary>
    NotWorse,
}
