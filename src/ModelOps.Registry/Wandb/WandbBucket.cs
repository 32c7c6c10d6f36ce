namespace ModelOps.Registry.Wandb;

/// <summary>A run as the server has it.</summary>
/// <param name="Entity">User or team; null where the server did not say.</param>
/// <param name="Project">Project; null where the server did not say.</param>
/// <param name="Lines">Lines of its history.</param>
/// <param name="Note">What an earlier export noted; null when there is nothing, or it was not asked for.</param>
internal sealed record WandbBucket(string? Entity, string? Project, long Lines, WandbNote? Note);
