using System.Diagnostics;
using GraphQLPlugins.Engine.DataLoading;

namespace GraphQLPlugins.Engine.Tests.DataLoading;

public class DataLoaderTests
{
    private readonly WaveScheduler _scheduler = new();
    private readonly DataLoaderOptions _options = new() { Cache = new PromiseCache() };

    [Fact]
    public async Task Keys_of_one_wave_are_fetched_in_one_batch()
    {
        var loader = new Lengths(_scheduler, _options);
        var a = loader.LoadAsync("a");
        var bb = loader.LoadAsync("bb");
        Assert.Equal(1, _scheduler.Waiting);
        await _scheduler.RunWaveAsync();
        Assert.Equal(1, await a);
        Assert.Equal(2, await bb);
        Assert.Equal(["a,bb"], loader.Batches);
    }

    [Fact]
    public async Task A_key_that_is_asked_twice_is_fetched_once()
    {
        var loader = new Lengths(_scheduler, _options);
        var first = loader.LoadAsync("a");
        var second = loader.LoadAsync("a");
        await _scheduler.RunWaveAsync();
        Assert.Equal(1, await first);
        Assert.Equal(1, await second);
        Assert.Same(first, loader.LoadAsync("a"));
        Assert.Equal(0, _scheduler.Waiting);
        Assert.Equal(["a"], loader.Batches);
    }

    [Fact]
    public async Task Without_a_cache_a_batch_still_has_each_key_once()
    {
        var loader = new Lengths(_scheduler, new DataLoaderOptions());
        var first = loader.LoadAsync("a");
        var second = loader.LoadAsync("a");
        await _scheduler.RunWaveAsync();
        Assert.Equal(1, await first);
        Assert.Equal(1, await second);
        _ = loader.LoadAsync("a");
        await _scheduler.RunWaveAsync();
        Assert.Equal(["a", "a"], loader.Batches);
    }

    [Fact]
    public async Task All_who_wait_for_a_key_continue_while_its_batch_is_published()
    {
        var loader = new Lengths(_scheduler, _options);
        var continued = new List<int>();
        async Task Wait(int number)
        {
            await loader.LoadAsync("a").ConfigureAwait(false);
            continued.Add(number);
        }
        var waiting = Enumerable.Range(0, 5).Select(Wait).ToArray();
        await Task.Run(_scheduler.RunWaveAsync);
        Assert.Equal([0, 1, 2, 3, 4], continued);
        await Task.WhenAll(waiting);
    }

    [Fact]
    public async Task A_key_without_a_value_gives_the_default()
    {
        var loader = new Lengths(_scheduler, _options);
        var missing = loader.LoadAsync("missing");
        await _scheduler.RunWaveAsync();
        Assert.Null(await missing);
    }

    [Fact]
    public async Task A_required_key_without_a_value_is_an_error_that_names_it()
    {
        var loader = new Lengths(_scheduler, _options);
        var missing = loader.LoadRequiredAsync("missing");
        await _scheduler.RunWaveAsync();
        var error = await Assert.ThrowsAsync<KeyNotFoundException>(() => missing);
        Assert.Equal("There is no value for the key missing.", error.Message);
    }

    [Fact]
    public async Task A_list_of_keys_gives_values_in_its_order()
    {
        var loader = new Lengths(_scheduler, _options);
        var values = loader.LoadAsync(["ccc", "a", "missing", "ccc"]);
        await _scheduler.RunWaveAsync();
        Assert.Equal([3, 1, null, 3], await values);
        Assert.Equal(["ccc,a,missing"], loader.Batches);
    }

    [Fact]
    public async Task A_failed_fetch_fails_every_waiter_of_its_batch_and_is_tried_again_later()
    {
        var loader = new Lengths(_scheduler, _options) { Failure = new TimeoutException("slow") };
        var a = loader.LoadAsync("a");
        var b = loader.LoadAsync("b");
        await _scheduler.RunWaveAsync();
        Assert.Equal("slow", (await Assert.ThrowsAsync<TimeoutException>(() => a)).Message);
        Assert.Equal("slow", (await Assert.ThrowsAsync<TimeoutException>(() => b)).Message);
        loader.Failure = null;
        var again = loader.LoadAsync("a");
        await _scheduler.RunWaveAsync();
        Assert.Equal(1, await again);
    }

    [Fact]
    public async Task More_keys_than_a_batch_takes_make_further_batches()
    {
        _options.MaxBatchSize = 2;
        var loader = new Lengths(_scheduler, _options);
        var values = loader.LoadAsync(["a", "b", "c", "d", "e"]);
        Assert.Equal(3, _scheduler.Waiting);
        await _scheduler.RunWaveAsync();
        Assert.Equal([1, 1, 1, 1, 1], await values);
        Assert.Equal(["a,b", "c,d", "e"], loader.Batches);
    }

    [Fact]
    public async Task A_batch_of_a_thousand_keys_keeps_every_key()
    {
        var loader = new Lengths(_scheduler, _options);
        var keys = Enumerable.Range(0, 1000).Select(i => $"{i}").ToArray();
        var values = loader.LoadAsync(keys);
        await _scheduler.RunWaveAsync();
        Assert.Equal(keys.Select(k => (int?)k.Length), await values);
        Assert.Equal([string.Join(',', keys)], loader.Batches);
    }

    [Fact]
    public async Task Loads_that_a_wave_leads_to_make_one_batch_of_the_next_wave()
    {
        var loader = new Lengths(_scheduler, _options);
        var chains = new[] { Chain("a", "x"), Chain("b", "y") };
        await _scheduler.RunWaveAsync();
        Assert.Equal(1, _scheduler.Waiting);
        await _scheduler.RunWaveAsync();
        Assert.Equal([2, 2], await Task.WhenAll(chains));
        Assert.Equal(["a,b", "x1,y1"], loader.Batches);

        async Task<int?> Chain(string first, string second)
        {
            var length = await loader.LoadAsync(first).ConfigureAwait(false);
            return await loader.LoadAsync($"{second}{length}").ConfigureAwait(false);
        }
    }

    [Fact]
    public async Task A_removed_entry_is_fetched_again_and_a_given_one_is_not_fetched()
    {
        var loader = new Lengths(_scheduler, _options);
        loader.SetCacheEntry("given", Task.FromResult<int?>(99));
        Assert.Equal(99, await loader.LoadAsync("given"));
        loader.RemoveCacheEntry("given");
        var fetched = loader.LoadAsync("given");
        await _scheduler.RunWaveAsync();
        Assert.Equal(5, await fetched);
        Assert.Equal(["given"], loader.Batches);
    }

    [Fact]
    public async Task A_branch_has_state_cache_and_batches_of_its_own()
    {
        var loader = new Scaled(_scheduler, _options);
        loader.SetState("factor", 1);
        var tenfold = loader.Branch("tenfold").SetState("factor", 10);
        Assert.Same(tenfold, loader.Branch("tenfold"));
        var one = loader.LoadAsync(5);
        var ten = tenfold.LoadAsync(5);
        Assert.Equal(2, _scheduler.Waiting);
        await _scheduler.RunWaveAsync();
        Assert.Equal((5, 50), (await one, await ten));
    }

    [Fact]
    public async Task Required_state_that_nobody_set_is_an_error_that_names_it()
    {
        var loader = new Scaled(_scheduler, _options);
        var one = loader.LoadAsync(5);
        await _scheduler.RunWaveAsync();
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => one);
        Assert.Equal("The loader needs the state `factor` of type System.Int32; set it with SetState before loading.", error.Message);
    }

    [Fact]
    public async Task A_group_loader_gives_arrays_and_an_empty_one_for_a_key_without_values()
    {
        var loader = new ByFirstLetter(_scheduler, _options);
        var a = loader.LoadAsync('a');
        var z = loader.LoadAsync('z');
        await _scheduler.RunWaveAsync();
        var fruits = await a;
        Assert.Equal(["apple", "avocado"], fruits!);
        Assert.Empty(await z ?? ["not null"]);
    }

    [Fact]
    public async Task A_cache_loader_loads_each_key_once()
    {
        var loader = new Square(_options);
        var squares = await Task.WhenAll(loader.LoadAsync(3), loader.LoadAsync(3), loader.LoadAsync(4));
        Assert.Equal([9, 9, 16], squares);
        Assert.Equal([3, 4], loader.Loaded.Order());
    }

    [Fact]
    public async Task Values_that_one_loader_loads_are_known_to_a_loader_that_observes_them()
    {
        var byName = new WordByName(_scheduler, _options);
        var early = new WordByNumber(_scheduler, _options);
        var apple = byName.LoadAsync("apple");
        await _scheduler.RunWaveAsync();
        Assert.Same(await apple, await early.LoadAsync(5));
        var late = new WordByNumber(_scheduler, new DataLoaderOptions { Cache = _options.Cache });
        Assert.Same(await apple, await late.LoadAsync(5));
        Assert.Equal(0, _scheduler.Waiting);
    }

    [Fact]
    public async Task A_cancelled_caller_gets_a_cancelled_task_and_starts_nothing()
    {
        var loader = new Lengths(_scheduler, _options);
        var task = loader.LoadAsync("a", new CancellationToken(true));
        await Assert.ThrowsAsync<TaskCanceledException>(() => task);
        Assert.Equal(0, _scheduler.Waiting);
    }

    [Fact]
    public async Task Outside_an_operation_batches_run_by_themselves()
    {
        var loader = new Lengths(AutoBatchScheduler.Default, _options);
        Assert.Equal([1, 2], await loader.LoadAsync(["a", "bb"]));
        Assert.Equal(["a,bb"], loader.Batches);
    }

    [Fact]
    public async Task A_batch_is_an_activity_with_its_loader_and_number_of_keys()
    {
        var seen = new List<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = s => s.Name == "GraphQLPlugins.Engine",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = a =>
            {
                lock (seen) seen.Add(a);
            },
        };
        ActivitySource.AddActivityListener(listener);
        var loader = new Scaled(_scheduler, _options);
        var failing = loader.Branch("b").LoadAsync([1, 2, 3]);
        await _scheduler.RunWaveAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => failing);
        lock (seen)
        {
            var batch = Assert.Single(seen, a => a.OperationName == "graphql.loader.batch" && (string?)a.GetTagItem("graphql.loader.name") == nameof(Scaled));
            Assert.Equal(3, batch.GetTagItem("graphql.loader.keys"));
            Assert.Equal(ActivityStatusCode.Error, batch.Status);
        }
    }

    [Fact]
    public async Task A_listener_is_told_about_batches_and_failures()
    {
        var log = new Log();
        _options.DiagnosticEvents = log;
        var loader = new Lengths(_scheduler, _options) { Failure = new TimeoutException("slow") };
        var a = loader.LoadAsync("a");
        await _scheduler.RunWaveAsync();
        await Assert.ThrowsAsync<TimeoutException>(() => a);
        Assert.Equal(["start a", "error slow", "end"], log.Lines);
    }

    private sealed class Log : DataLoaderDiagnosticEventListener, IDisposable
    {
        public List<string> Lines { get; } = [];

        public override IDisposable? ExecuteBatch<TKey>(IDataLoader dataLoader, IReadOnlyList<TKey> keys)
        {
            Lines.Add($"start {string.Join(',', keys)}");
            return this;
        }

        public override void BatchError<TKey>(IDataLoader dataLoader, IReadOnlyList<TKey> keys, Exception error) => Lines.Add($"error {error.Message}");

        public void Dispose() => Lines.Add("end");
    }

    private sealed class Lengths(IBatchScheduler scheduler, DataLoaderOptions options) : BatchDataLoader<string, int?>(scheduler, options)
    {
        public List<string> Batches { get; } = [];

        public Exception? Failure { get; set; }

        protected override Task<IReadOnlyDictionary<string, int?>> LoadBatchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken)
        {
            Batches.Add(string.Join(',', keys));
            if (Failure is not null) throw Failure;
            return Task.FromResult<IReadOnlyDictionary<string, int?>>(keys.Where(k => k != "missing").ToDictionary(k => k, k => (int?)k.Length));
        }
    }

    private sealed class Scaled(IBatchScheduler scheduler, DataLoaderOptions options) : StatefulBatchDataLoader<int, int>(scheduler, options)
    {
        protected override Task<IReadOnlyDictionary<int, int>> LoadBatchAsync(IReadOnlyList<int> keys, DataLoaderFetchContext<int> context,
            CancellationToken cancellationToken)
        {
            var factor = context.GetRequiredState<int>("factor");
            return Task.FromResult<IReadOnlyDictionary<int, int>>(keys.ToDictionary(k => k, k => k * factor));
        }
    }

    private sealed class ByFirstLetter(IBatchScheduler scheduler, DataLoaderOptions options) : GroupedDataLoader<char, string>(scheduler, options)
    {
        protected override Task<ILookup<char, string>> LoadGroupedBatchAsync(IReadOnlyList<char> keys, CancellationToken cancellationToken) =>
            Task.FromResult(new[] { "apple", "avocado", "banana" }.ToLookup(w => w[0]));
    }

    private sealed class Square(DataLoaderOptions options) : CacheDataLoader<int, int>(options)
    {
        public System.Collections.Concurrent.ConcurrentBag<int> Loaded { get; } = [];

        protected override Task<int> LoadSingleAsync(int key, CancellationToken cancellationToken)
        {
            Loaded.Add(key);
            return Task.FromResult(key * key);
        }
    }

    private sealed record Word(string Name, int Number);

    private sealed class WordByName(IBatchScheduler scheduler, DataLoaderOptions options) : BatchDataLoader<string, Word>(scheduler, options)
    {
        protected override Task<IReadOnlyDictionary<string, Word>> LoadBatchAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<string, Word>>(keys.ToDictionary(k => k, k => new Word(k, k.Length)));
    }

    private sealed class WordByNumber : BatchDataLoader<int, Word>
    {
        public WordByNumber(IBatchScheduler scheduler, DataLoaderOptions options) : base(scheduler, options) =>
            Observe<Word>(w => new KeyValuePair<int, Word>(w.Number, w));

        protected override Task<IReadOnlyDictionary<int, Word>> LoadBatchAsync(IReadOnlyList<int> keys, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing has to be fetched.");
    }
}
