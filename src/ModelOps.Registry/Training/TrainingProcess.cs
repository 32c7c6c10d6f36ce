namespace ModelOps.Registry.Training;

/// <summary>A program that trains.</summary>
/// <remarks>It is started without a shell. It finds its parameters as a JSON object in the environment variable <c>MODELOPS_TRAINING_PARAMETERS</c>, and
/// <c>MODELOPS_TRAINING_JOB</c> and <c>MODELOPS_TRAINING_MODEL</c> beside it. Exit code 0 is success.</remarks>
public sealed class TrainingProcess
{
    /// <summary>Program, e.g. <c>python3</c> or <c>dotnet</c>. Required.</summary>
    public string FileName { get; set; } = string.Empty;

    /// <summary>Arguments, one each, so that no value can become two. <c>{name}</c> stands for the parameter of that name.</summary>
    public IList<string> Arguments { get; } = [];

    /// <summary>Folder it runs in; null for that of the host.</summary>
    public string? WorkingDirectory { get; set; }

    /// <summary>Environment variables beside those of the host.</summary>
    public IDictionary<string, string> Environment { get; } = new Dictionary<string, string>(StringComparer.Ordinal);
}
