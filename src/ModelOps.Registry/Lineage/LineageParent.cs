namespace ModelOps.Registry.Lineage;

/// <summary>The run that started another.</summary>
/// <param name="RunId">The run.</param>
/// <param name="Job">What ran.</param>
/// <param name="Namespace">Namespace of the job; null for <see cref="LineageOptions.Namespace"/>.</param>
public sealed record LineageParent(Guid RunId, string Job, string? Namespace = null);
