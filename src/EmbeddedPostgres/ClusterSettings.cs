using System.Globalization;
using System.Text;

namespace GraphQLPlugins.EmbeddedPostgres;

/// <summary>The whole <c>postgresql.conf</c>; written at every start, so an update of this program updates the settings.</summary>
internal static class ClusterSettings
{
    public static string Render(EmbeddedClusterOptions options, ClusterEndpoint endpoint)
    {
        var conf = new StringBuilder("# Written at every start. Your own settings: user.conf in this directory.\n");
        void Set(string name, string value) => conf.Append(name).Append(" = '").Append(value.Replace("'", "''")).Append("'\n");

        Set("listen_addresses", endpoint.SocketDirectory is null ? "127.0.0.1" : "");
        Set("port", endpoint.Port.ToString(CultureInfo.InvariantCulture));
        Set("unix_socket_directories", endpoint.SocketDirectory ?? "");
        Set("unix_socket_permissions", "0700");
        Set("password_encryption", "scram-sha-256");
        Set("max_connections", options.MaxConnections.ToString(CultureInfo.InvariantCulture));

        // One machine, one application, a catalog that fits into memory.
        Set("shared_buffers", "128MB");
        Set("effective_cache_size", "1GB");
        Set("work_mem", "16MB");
        Set("maintenance_work_mem", "64MB");
        Set("random_page_cost", "1.1");
        Set("jit", "off");
        // Containers often have a /dev/shm too small for parallel queries.
        Set("max_parallel_workers_per_gather", "0");

        // No replicas: the smallest log that survives a crash.
        Set("wal_level", "minimal");
        Set("max_wal_senders", "0");
        Set("wal_compression", "on");
        Set("checkpoint_timeout", "15min");
        if (!options.Durable)
        {
            Set("fsync", "off");
            Set("synchronous_commit", "off");
            Set("full_page_writes", "off");
            Set("autovacuum", "off");
        }

        Set("idle_in_transaction_session_timeout", "60s");
        Set("timezone", "UTC");
        Set("lc_messages", "C");
        Set("log_min_messages", "warning");
        Set("log_line_prefix", "%m [%p] ");
        Set("log_timezone", "UTC");
        Set("cluster_name", "graphqlplugins");
        conf.Append("include_if_exists = 'user.conf'\n");
        return conf.ToString();
    }

    /// <summary>Passwords everywhere, sockets included.</summary>
    public const string Access = "local all all scram-sha-256\nhost all all 127.0.0.1/32 scram-sha-256\n";
}
