namespace ModelOps.Registry.Training.Remote;

/// <summary>A command that Ray runs. It finds its parameters as a JSON object in the environment variable <c>MODELOPS_TRAINING_PARAMETERS</c>.</summary>
public sealed class RayEntrypoint
{
    /// <summary>Command, e.g. <c>python train.py</c>. Required.</summary>
    public string Command { get; set; } = string.Empty;

    /// <summary>Working directory of the runtime environment, as a URI that the cluster can fetch; null for none.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>CPU cores that the command itself needs; null for Ray's default.</summary>
    public double? Cpus { get; set; }

    /// <summary>GPUs that the command itself needs; null for none.</summary>
    public double? Gpus { get; set; }

    /// <summary>Bytes of memory that the command itself needs; null for Ray's default.</summary>
    public long? MemoryBytes { get; set; }
}
