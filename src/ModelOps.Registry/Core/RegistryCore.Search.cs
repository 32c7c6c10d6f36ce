using ModelOps.Registry.Metadata;
using ModelOps.Registry.Search;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    public Task<RegistryPage<RegisteredModel>> SearchModelsAsync(RegistryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        QueryRules.EnsureValid(SearchTarget.Models, query);
        return database.ReadSnapshotAsync(
            async c =>
            {
                SearchSql search = SearchBuilder.Build(SearchTarget.Models, c.Dialect, query);
                List<(long Id, object[] Place)> keys = await c.QueryOnceAsync(
                    search.Text, r => (r.GetInt64(0), Enumerable.Range(1, search.OrderKeys).Select(r.GetValue).ToArray()), search.Parameters).ConfigureAwait(false);
                List<(RegisteredModel, object[])> rows = new(keys.Count);
                foreach ((long id, object[] place) in keys.Take(query.PageSize + 1))
                {
                    ModelRow row = (await Models.FindByIdAsync(c, id).ConfigureAwait(false))!;
                    rows.Add((await Models.DescribeAsync(c, row).ConfigureAwait(false), place));
                }

                return Page(query, rows);
            },
            cancellationToken);
    }

    public Task<RegistryPage<RegisteredVersion>> SearchVersionsAsync(RegistryQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        QueryRules.EnsureValid(SearchTarget.Versions, query);
        return database.ReadSnapshotAsync(
            async c => Page(query, await RegisteredVersions.SearchAsync(c, SearchBuilder.Build(SearchTarget.Versions, c.Dialect, query)).ConfigureAwait(false)),
            cancellationToken);
    }

    private static RegistryPage<T> Page<T>(RegistryQuery query, List<(T Item, object[] Place)> rows)
    {
        bool hasMore = rows.Count > query.PageSize;
        return new RegistryPage<T>(
            [.. rows.Take(query.PageSize).Select(static r => r.Item)],
            hasMore ? PageToken.Write(query, rows[query.PageSize - 1].Place) : null);
    }
}
