namespace ModelOps.Registry.Training.Remote;

/// <summary>Settings of the launcher for Argo Workflows; section <c>ModelOps:Registry:Argo</c> of the configuration. A job is the name of a template.</summary>
public sealed class ArgoOptions : RemoteLauncherOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Argo";

    /// <summary>Kubernetes namespace of the workflows. Default <c>argo</c>.</summary>
    public string Namespace { get; set; } = "argo";

    /// <summary>What jobs are: <c>WorkflowTemplate</c>, <c>ClusterWorkflowTemplate</c> or <c>CronWorkflow</c>. Default <c>WorkflowTemplate</c>.</summary>
    public string ResourceKind { get; set; } = "WorkflowTemplate";

    /// <summary>Service account that workflows use; null for the template's.</summary>
    public string? ServiceAccount { get; set; }

    internal override string Section => SectionName;
}
