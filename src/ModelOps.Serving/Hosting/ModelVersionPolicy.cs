namespace ModelOps.Serving;

/// <summary>Which versions of a model are served beside those that its aliases point at; each answers calls of <c>name:version</c>.</summary>
public enum ModelVersionPolicy
{
    /// <summary>None but those of the aliases. Of a model directory, where there are no aliases: the newest.</summary>
    Aliases,

    /// <summary>The newest, as many as <see cref="HostedModelOptions.LatestVersions"/> says.</summary>
    Latest,

    /// <summary>Those that <see cref="HostedModelOptions.Versions"/> names.</summary>
    Specific,

    /// <summary>All there are.</summary>
    All,
}
