namespace ModelOps.Registry.Training.Remote;

/// <summary>Settings of the launcher for Apache Airflow 3; section <c>ModelOps:Registry:Airflow</c> of the configuration. A job is the id of a DAG; parameters
/// become the run's <c>conf</c>.</summary>
public sealed class AirflowOptions : RemoteLauncherOptions
{
    /// <summary>Name of the configuration section.</summary>
    public const string SectionName = "ModelOps:Registry:Airflow";

    /// <summary>User to log in as, for a token of Airflow's own; null when <see cref="RemoteLauncherOptions.Token"/> or
    /// <see cref="RemoteLauncherOptions.TokenSecret"/> gives one.</summary>
    public string? UserName { get; set; }

    /// <summary>Name of the secret that holds the user's password.</summary>
    public string? PasswordSecret { get; set; }

    internal override string Section => SectionName;
}
