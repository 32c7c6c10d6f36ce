// A process that tests start to work on a registry, and mostly to kill.
//   churn <seed> <warm>   warms up in a folder, says 'ready', reads the name of a folder, registers versions and moves aliases in it until killed
//   churn-sql <seed> <connection> <schema> <shared folder>   the same in PostgreSQL, reading the name of a cache folder
//   track <seed> <warm>   the same with runs and artifacts
//   share <folder> <n>    registers n versions and moves the alias 'champion' n times, then ends
using System.Globalization;
using ModelOps.Registry;
using ModelOps.Registry.CrashChild;
using ModelOps.Registry.PostgreSql;

switch (args)
{
    case ["churn", string seed, string warmUp]:
        await Churn.RunAsync(int.Parse(seed, CultureInfo.InvariantCulture), warmUp);
        return 0;
    case ["churn-sql", string seed, string connection, string schema, string shared]:
        PostgreSqlModelRegistry Open(string cache, string suffix) => PostgreSqlModelRegistry.Open(
            new PostgreSqlRegistryOptions { ConnectionString = connection, Schema = schema + suffix, SharedFolder = shared + suffix, CacheFolder = cache });
        await Churn.WarmUpAsync(int.Parse(seed, CultureInfo.InvariantCulture), Open(shared + "_warm_cache", "_warm"));
        await Churn.RunAsync(int.Parse(seed, CultureInfo.InvariantCulture), cache => Open(cache, ""));
        return 0;
    case ["share", string folder, string count]:
        using (EmbeddedModelRegistry registry = EmbeddedModelRegistry.Open(folder))
        {
            await Share.RunAsync(registry, int.Parse(count, CultureInfo.InvariantCulture));
        }

        return 0;
    case ["track", string trackSeed, string trackWarmUp]:
        await Track.RunAsync(int.Parse(trackSeed, CultureInfo.InvariantCulture), trackWarmUp);
        return 0;
    default:
        await Console.Error.WriteLineAsync("Usage: churn <seed> <warm> | track <seed> <warm> | churn-sql <seed> <connection> <schema> <shared folder> | share <folder> <n>");
        return 2;
}
