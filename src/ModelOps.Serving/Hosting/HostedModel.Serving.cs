using ModelOps.Serving.Diagnostics;

namespace ModelOps.Serving;

/// <content>What is published, retired, evicted.</content>
internal sealed partial class HostedModel
{
    private readonly List<ModelTarget> _unloadedFirst = []; // guarded by _updating

    /// <summary>Unloads a version that is idle, to make room. False when it is in use.</summary>
    public bool TryEvict(ModelGeneration generation)
    {
        lock (_lock)
        {
            if (!generation.TryRetireIdle()) { return false; }
            foreach (string key in _serving.Where(pair => ReferenceEquals(pair.Value, generation)).Select(static pair => pair.Key).ToArray()) { _serving.Remove(key); }
            Publish(generation);
        }

        generation.Unload();
        residency.Remove(generation);
        logger.ModelEvicted(Name, generation.Version, generation.Bytes);
        return true;
    }

    /// <summary>Unloads what is served in a target's place, if the settings say so, and waits until it is gone.</summary>
    /// <returns>Whether that made room.</returns>
    public async Task<bool> TryUnloadFirstAsync(ModelTarget target, CancellationToken cancellationToken)
    {
        Task? drain;
        lock (_lock)
        {
            if (settings.Swap != ModelSwapMode.UnloadFirstWhenFull || _stopped || !_serving.TryGetValue(ReplacedBy(target), out ModelGeneration? old)) { return false; }
            foreach (string key in _serving.Where(pair => ReferenceEquals(pair.Value, old)).Select(static pair => pair.Key).ToArray())
            {
                _serving.Remove(key);
                _unloadedFirst.Add(_served[key]);
            }

            logger.UnloadingFirst(Name, old.Version, target.Version);
            Publish();
            drain = _draining.GetValueOrDefault(old);
        }

        if (drain is not null) { await drain.WaitAsync(cancellationToken).ConfigureAwait(false); }
        return true;
    }

    /// <summary>Loads again what was unloaded for a version that then failed.</summary>
    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        ModelTarget[] lost = [.. _unloadedFirst];
        _unloadedFirst.Clear();
        foreach (ModelTarget target in lost)
        {
            ModelGeneration? generation;
            lock (_lock) { generation = _serving.Values.FirstOrDefault(target.IsServedBy); }
            try
            {
                generation ??= await loader.LoadAsync(this, target, cancellationToken).ConfigureAwait(false);
                lock (_lock)
                {
                    if (_stopped) { Retire(generation); }
                    else { PutUp(target, generation); }
                }
            }
            catch (ModelLoadException e)
            {
                logger.ModelUpdateFailed(Name, options.RetryDelay, e);
            }
        }
    }

    // Where versions have no aliases, a new one takes the place of the one that is the default.
    private string ReplacedBy(ModelTarget target) =>
        _serving.ContainsKey(target.Key) || target.Alias is not null ? target.Key : _routes.Default is { } served ? $":{served.Version}" : target.Key;

    private void Serve(ModelTarget target, ModelGeneration generation)
    {
        _unloadedFirst.Clear();
        lock (_lock)
        {
            _attempts.Remove(target.Key);
            if (_stopped)
            {
                Retire(generation);
                return;
            }

            if (!PutUp(target, generation)) { return; }
        }

        logger.ModelServed(target.Alias is { } alias ? $"{Name}@{alias}" : settings.VersionPolicy == ModelVersionPolicy.Aliases ? Name : $"{Name}:{target.Version}", generation.Version);
    }

    /// <summary>Publishes a generation as a target's.</summary>
    /// <returns>Whether that changed anything. A lazy one that was unloaded again already changes nothing: the next call loads it.</returns>
    private bool PutUp(ModelTarget target, ModelGeneration generation)
    {
        if (generation.IsRetired) { return false; }
        bool changed = !_serving.TryGetValue(target.Key, out ModelGeneration? before) || !ReferenceEquals(before, generation);
        _revisions[target.Key] = target.Revision;
        _serving[target.Key] = generation;
        _served[target.Key] = target;
        if (changed) { Publish(); }
        return changed;
    }

    /// <param name="targets">What the source has.</param>
    /// <param name="isPartial">Whether something of it could not be loaded: then versions that answered go on.</param>
    private void DropMissing(IReadOnlyList<ModelTarget> targets, bool isPartial)
    {
        lock (_lock)
        {
            string[] missing = [.. _serving.Keys.Concat(_attempts.Keys).Distinct().Where(key => targets.All(t => t.Key != key))];
            bool changed = false;
            foreach (string key in missing)
            {
                _attempts.Remove(key);
                if (key == _default && _serving.TryGetValue(key, out ModelGeneration? kept))
                {
                    logger.DefaultAliasMissing(Name, key, kept.Version);
                }
                else if (!(key is [':', ..] && (isPartial || targets.Count == 0)))
                {
                    changed |= _serving.Remove(key);
                }
            }

            if (changed) { Publish(); }
        }
    }

    // Publishes first and retires then, so that a call that fails to lease finds newer routes.
    private void Publish(ModelGeneration? evicted = null)
    {
        IReadOnlyList<ModelGeneration> before = _routes.Generations;
        Dictionary<string, ModelGeneration> byAlias = _serving.Where(static pair => pair.Key is not [':', ..]).ToDictionary();
        ModelGeneration? standard = source.Aliases.Count > 0
            ? _serving.GetValueOrDefault(_default)
            : DefaultVersion();
        _routes = new ModelRoutes(source.Aliases, byAlias, [.. _serving.Values], standard);
        foreach (ModelGeneration generation in before.Except(_routes.Generations))
        {
            if (!ReferenceEquals(generation, evicted)) { Retire(generation); }
        }
    }

    // The newest version of all answers, or, when the model is lazy and that one is not loaded, nothing does: a call loads it.
    private ModelGeneration? DefaultVersion()
    {
        ModelGeneration? newest = _serving.Values.Max(ModelGenerationAge.Instance);
        return settings.IsLazy && newest is not null && _targets is { Count: > 0 } targets && !_serving.ContainsKey(targets[0].Key) ? null : newest;
    }

    private void Retire(ModelGeneration generation)
    {
        Task drain = DrainAsync(generation);
        if (!drain.IsCompleted) { _draining[generation] = drain; }
    }

    private async Task DrainAsync(ModelGeneration generation)
    {
        await generation.DrainAsync(options.DrainTimeout, timeProvider, () => logger.DrainTimedOut(Name, generation.Version, options.DrainTimeout)).ConfigureAwait(false);
        residency.Remove(generation);
        logger.ModelUnloaded(Name, generation.Version);
        lock (_lock) { _draining.Remove(generation); }
    }
}
