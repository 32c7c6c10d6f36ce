namespace ModelOps.Registry.Training.Remote;

/// <summary>Settings of the launcher for Kubeflow Pipelines 2; section <c>ModelOps:Registry:Kubeflow</c> of the configuration. A job is the id of a pipeline,
/// or <c>pipeline/version</c>.</summary>
public sealed class KubeflowOptions : RemoteLauncherOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Kubeflow";

    /// <summary>Id of the experiment that runs belong to; null for the default one.</summary>
    public string? ExperimentId { get; set; }

    /// <summary>Service account that runs use; null for the default one.</summary>
    public string? ServiceAccount { get; set; }

    /// <summary>Where runs put their artifacts; null for the default place.</summary>
    public string? PipelineRoot { get; set; }

    /// <summary>Names of parameters whose values are JSON (numbers, booleans, lists); all others are sent as texts, and pipelines check types.</summary>
    public IList<string> JsonParameters { get; } = [];

    internal override string Section => SectionName;
}
