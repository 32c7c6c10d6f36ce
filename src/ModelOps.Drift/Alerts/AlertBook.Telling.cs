namespace ModelOps.Drift.Alerts;

internal sealed partial class AlertBook
{
    /// <summary>Silences that have not ended.</summary>
    public IReadOnlyList<DriftSilence> Silences(DateTimeOffset now)
    {
        lock (_gate)
        {
            return [.. options.Silences.Select(WithId).Concat(_silences.Values).Where(silence => now < silence.Until).OrderBy(static silence => silence.Until)
                .ThenBy(static silence => silence.Id, StringComparer.Ordinal)];
        }
    }

    public void Add(DriftSilence silence)
    {
        lock (_gate) { _silences[silence.Id] = silence; }
    }

    public DriftSilence? Remove(string id)
    {
        lock (_gate) { return _silences.Remove(id, out DriftSilence? silence) ? silence : null; }
    }

    /// <summary>What a sink is to be told next.</summary>
    /// <param name="sink">The sink.</param>
    /// <param name="now">The time.</param>
    /// <param name="notBefore">When a group that the sink did not take may be offered again.</param>
    /// <returns>The plan that is due first, whether or not it is due yet; null when there is none.</returns>
    public NoticePlan? NextFor(IDriftAlertSink sink, DateTimeOffset now, IReadOnlyDictionary<string, DateTimeOffset> notBefore)
    {
        var timing = SinkTiming.Of(sink, options);
        lock (_gate)
        {
            NoticePlan? first = null;
            foreach (IGrouping<string, TrackedAlert> group in _alerts.Values.GroupBy(tracked => AlertKeys.Group(tracked.Alert, options.Grouping)))
            {
                Notice? notice = _notices.GetValueOrDefault((sink.Name, group.Key));
                NoticePlan? plan = NoticePlan.Make(sink, timing, group.Key, [.. group], notice, alert => IsMuted(alert, now), options.Grouping);
                if (plan is not null && notBefore.TryGetValue(group.Key, out DateTimeOffset earliest) && plan.Due < earliest) { plan = plan with { Due = earliest }; }
                if (plan is not null && (first is null || plan.Due < first.Due)) { first = plan; }
            }

            return first;
        }
    }

    /// <summary>Whether this replica told of the newest window of a group: of its ordinally first version, where it has several, and of any of that version's watches.</summary>
    public bool Tells(DriftNotification notification)
    {
        DriftAlert[] all = [.. notification.Firing, .. notification.Resolved];
        string version = all.Select(static alert => alert.Version).Min(StringComparer.Ordinal)!;
        lock (_gate)
        {
            HashSet<string?> sources = [.. all.Where(alert => alert.Version == version).Select(alert => _alerts.GetValueOrDefault(alert.Fingerprint)?.Source)];
            WindowMark[] marks = [.. _marks.Values.Where(mark =>
                sources.Contains(mark.Source) && AlertText.Bound(mark.Model) == all[0].Model && AlertText.Bound(mark.Version) == version)];
            return marks.Length == 0 || Array.Exists(marks, static mark => mark.Tells);
        }
    }

    /// <summary>Notes what a sink has taken.</summary>
    public void Told(Notice notice)
    {
        lock (_gate) { _notices[(notice.Sink, notice.Group)] = notice; }
    }

    public AlertStateDocument Snapshot()
    {
        lock (_gate)
        {
            return new AlertStateDocument
            {
                Format = AlertStateDocument.CurrentFormat,
                Alerts = [.. _alerts.Values],
                Windows = [.. _marks.Values],
                Notices = [.. _notices.Values],
                Silences = [.. _silences.Values],
            };
        }
    }

    /// <summary>Takes over what another process, or this one before, kept. Of each alert the one that was looked at last stays.</summary>
    /// <param name="document">What was kept.</param>
    /// <param name="sinks">Names of the sinks there are; of others nothing is remembered.</param>
    public void Load(AlertStateDocument document, IReadOnlySet<string> sinks)
    {
        lock (_gate)
        {
            foreach (TrackedAlert kept in document.Alerts)
            {
                if (!_alerts.TryGetValue(kept.Alert.Fingerprint, out TrackedAlert? own) || own.SeenAt < kept.SeenAt) { _alerts[kept.Alert.Fingerprint] = kept; }
            }

            foreach (WindowMark kept in document.Windows)
            {
                if (!_marks.TryGetValue(kept.Key, out WindowMark? own) || own.To < kept.To) { _marks[kept.Key] = kept; }
            }

            foreach (Notice kept in document.Notices.Where(notice => sinks.Contains(notice.Sink)))
            {
                if (!_notices.TryGetValue((kept.Sink, kept.Group), out Notice? own) || own.Sequence < kept.Sequence) { _notices[(kept.Sink, kept.Group)] = kept; }
            }

            foreach (DriftSilence kept in document.Silences) { _silences.TryAdd(kept.Id, kept); }
        }
    }

    private static DriftSilence WithId(DriftSilence silence) => silence with
    {
        Id = AlertKeys.Of("silence", silence.Model, silence.Version, silence.Feature, $"{silence.From.UtcTicks}", $"{silence.Until.UtcTicks}", silence.By),
    };

    private bool IsMuted(DriftAlert alert, DateTimeOffset now) =>
        options.Silences.Any(silence => silence.Mutes(alert, now)) || _silences.Values.Any(silence => silence.Mutes(alert, now));
}
