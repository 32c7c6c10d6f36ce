namespace ModelOps.Serving;

/// <content>What it says of itself.</content>
internal sealed partial class HostedModel
{
    private const string NotLoaded = "it is not loaded; the first call loads it";

    /// <summary>Why a reference that is not served is not, for people.</summary>
    public string ExplainNotReady(ModelReference reference)
    {
        lock (_lock)
        {
            return _stopped ? "it is being unloaded"
                : _attempts.GetValueOrDefault(KeyOf(reference))?.Reason is { Length: > 0 } reason ? reason
                : reference.Alias is { } alias && IsReady && !_attempts.ContainsKey(alias) ? $"the registry has no alias '{alias}' of it, or it was set just now"
                : _attempts.Values.FirstOrDefault(static a => a.State == ModelState.Unavailable)?.Reason ?? "it is loading";
        }
    }

    public IEnumerable<ModelReport> GetReports()
    {
        ModelRoutes routes = _routes;
        return routes.Generations.Select(g => new ModelReport
        {
            Model = Name,
            Version = g.Version,
            Aliases = [.. routes.AliasesOf(g)],
            Digest = g.Package.Digest,
            Runtime = g.Runtime.Name,
            FetchTime = g.Facts.Fetch,
            LoadTime = g.Facts.Load,
            WarmUpTime = g.Facts.WarmUp,
            GoldenCalls = g.Facts.GoldenCalls,
            WarmUpSource = g.Facts.WarmUpSource,
            ResidentBytes = g.Bytes,
            Properties = g.Properties,
        });
    }

    public IReadOnlyList<HostedModelStatus> GetStatuses()
    {
        lock (_lock)
        {
            List<HostedModelStatus> statuses =
            [
                .. _routes.Generations.Select(g => Status(g.Version, ModelState.Ready) with { Aliases = [.. _routes.AliasesOf(g)], ResidentBytes = g.Bytes }),
                .. _attempts.Values.DistinctBy(static a => a.Version),
                .. _draining.Keys.Select(g => Status(g.Version, ModelState.Unloading) with { ResidentBytes = g.Bytes }),
            ];
            if (settings.IsLazy)
            {
                statuses.AddRange((_targets ?? [])
                    .Where(t => statuses.TrueForAll(s => s.Version != t.Version || s.State == ModelState.Unloading))
                    .DistinctBy(static t => t.Version)
                    .Select(t => Status(t.Version, ModelState.Unavailable) with { Reason = NotLoaded })
                    .ToArray());
            }

            if (statuses.Count == 0)
            {
                statuses.Add(settings.IsLazy ? Status(null, ModelState.Unavailable) with { Reason = NotLoaded } : Status(null, ModelState.Unknown));
            }

            return statuses;
        }
    }

    /// <summary>What a reference means as the key of a target.</summary>
    private string KeyOf(ModelReference reference) => reference.Version is { } version ? $":{version}" : reference.Alias ?? _default;
}
