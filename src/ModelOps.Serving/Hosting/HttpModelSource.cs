namespace ModelOps.Serving;

/// <summary>A file behind a URL, asked for again from time to time and downloaded when it has changed.</summary>
internal sealed class HttpModelSource(HostedModelOptions model, ServingOptions options, ModelDownloader downloader) : IModelSource
{
    private DownloadedModel? _current;
    private DownloadedModel? _previous;

    public IReadOnlyList<string> Aliases => [];

    public TimeSpan NextRead => options.DownloadInterval;

    public bool Concerns(RegistryEvent news) => false;

    public async Task<IReadOnlyList<ModelTarget>> ReadAsync(CancellationToken cancellationToken)
    {
        DownloadedModel found;
        try
        {
            found = await downloader.DownloadAsync(new Uri(model.Url!), _current, options.MaxDownloadBytes, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or InvalidDataException)
        {
            string why = e is InvalidDataException ? e.Message : e is HttpRequestException { StatusCode: { } status } ? $"the server answered {(int)status}" : "the server cannot be reached";
            throw new ModelLoadException(model.Name, $"its URL cannot be downloaded: {why}. The inner exception says more.", e);
        }

        if (model.Digest is { } digest && !string.Equals(found.Digest, digest, StringComparison.OrdinalIgnoreCase))
        {
            throw new ModelLoadException(model.Name, $"what its URL gives has the digest {found.Digest}, not {digest}. Set {nameof(model.Digest)} to that of the file you trust, or put that file there.");
        }

        if (!ReferenceEquals(found, _current))
        {
            if (_previous is { } old) { TryDelete(old); } // what was current may be loaded again, should the new one fail
            (_previous, _current) = (_current, found);
        }

        return [new ModelTarget(null, 0, model.FileVersion, null, _ => Task.FromResult(ModelPackage.FromFile(model.Name, found.Path, model.FileVersion) with { Digest = found.Digest })) { Digest = found.Digest }];
    }

    private static void TryDelete(DownloadedModel old)
    {
        try { Directory.Delete(Path.GetDirectoryName(old.Path)!, recursive: true); }
        catch (IOException) { } // it goes with the rest when the host ends
        catch (UnauthorizedAccessException) { }
    }
}
