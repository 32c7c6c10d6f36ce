using System.Globalization;
using Npgsql;

namespace ModelOps.Registry.PostgreSql.Metadata;

/// <summary>Makes the pool of connections, each with the settings that the registry relies on.</summary>
internal static class PostgresSource
{
    private const int Listeners = 1;
    private const int Openers = 2; // those that make the tables, or ask what became of a commit

    public static NpgsqlDataSource Create(PostgreSqlRegistryOptions options)
    {
        NpgsqlConnectionStringBuilder text = new(options.ConnectionString)
        {
            SearchPath = options.Schema,
            MaxPoolSize = options.MaxConnections + Listeners + Openers,
            MinPoolSize = 0,
            MaxAutoPrepare = 64,
        };
        text.ApplicationName ??= "modelops-registry";
        if (text.KeepAlive == 0) { text.KeepAlive = 30; } // a listener only waits: without, it would never notice that the server is gone
        string lockTimeout = ((long)options.LockTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);

        // A host that is stopped, or lost with its network, must not keep the writers of all others waiting.
        text.Options = $"{text.Options} -c lock_timeout={lockTimeout} -c idle_in_transaction_session_timeout=60000"
            + " -c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3";
        NpgsqlSlimDataSourceBuilder builder = new(text.ConnectionString);
        builder.EnableTransportSecurity();
        builder.EnableIntegratedSecurity();
        return builder.Build();
    }
}
