using System.Diagnostics;
using GraphQLPlugins.Kernel.Messaging;
using GraphQLPlugins.Kernel.Refusals;
using MediatR;

namespace GraphQLPlugins.Kernel.Idempotency;

/// <summary>
/// The work of a mutation that is outside of every transaction, such as a call of a plugin. With an idempotency key it is done once: the key is taken with the
/// audit's entry that it begins, what comes of it is remembered, and repeats wait for that. Without a key nothing is remembered.
/// </summary>
public sealed class OutsideWork
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // For what comes before and after the work itself.
    private static readonly TimeSpan Margin = TimeSpan.FromSeconds(10);

    private readonly RepeatedCommands _repeats;
    private readonly IMediator _mediator;
    private readonly TimeProvider _clock;

    internal OutsideWork(RepeatedCommands repeats, IMediator mediator, TimeProvider clock) => (_repeats, _mediator, _clock) = (repeats, mediator, clock);

    /// <summary>All but the work, when the caller asked for a rehearsal (<see cref="Rehearsal.IsAsked"/>); the entry is taken back.</summary>
    public Task RehearseAsync(ICommand<bool> note, Func<Task> admit, CancellationToken ct) => BeginAsync(note, admit, ct);

    /// <summary>Does the work, or answers with what came of it before.</summary>
    /// <param name="note">Notes in the audit that the work begins. It holds all that the caller asked for: repeats are compared by it.</param>
    /// <param name="admit">Looks whether the work may be done. Repeats are not asked again.</param>
    /// <param name="work">Does it. With a key it goes on when the caller is gone, so that the repeat finds what came of it.</param>
    /// <param name="stands">Whether it counts as done, well or not. What does not leaves the key free.</param>
    /// <param name="atMost">How long the work itself may take.</param>
    /// <param name="ct">The caller's.</param>
    /// <exception cref="IdempotencyConflictException">The key was used for something else; or nobody knows what came of the work, since the host that did it stopped.</exception>
    public async Task<T> OnceAsync<T>(ICommand<bool> note, Func<Task> admit, Func<CancellationToken, Task<T>> work, Predicate<T> stands, TimeSpan atMost, CancellationToken ct)
    {
        if (CommandRequest.Asked is not { IsRehearsal: false, Key: { } given } request)
        {
            await BeginAsync(note, admit, ct);
            return await work(ct);
        }
        var key = IdempotencyConflictException.Checked(given);
        for (; ; )
        {
            if (await _repeats.FindAsync<bool>(note, key, ct) is null)
            {
                await BeginAsync(note, admit, ct);
                // Of several at the same time one has the key; the kernel has given its answer to the others.
                if (!request.IsRepeat) return await DoAsync(note, key, work, stands);
            }
            if (await WaitAsync<T>(note, key, atMost + Margin, ct) is { } outcome) return outcome.Answer;
            request.GiveBack();
        }
    }

    private async Task BeginAsync(ICommand<bool> note, Func<Task> admit, CancellationToken ct)
    {
        await admit();
        await _mediator.Send(note, ct);
    }

    private async Task<T> DoAsync<T>(ICommand note, string key, Func<CancellationToken, Task<T>> work, Predicate<T> stands)
    {
        try
        {
            var outcome = await work(CancellationToken.None);
            if (stands(outcome)) await _repeats.FinishAsync(note, key, outcome, CancellationToken.None);
            else await _repeats.FreeAsync(key, CancellationToken.None);
            return outcome;
        }
        catch (RefusalException)
        {
            await _repeats.FreeAsync(key, CancellationToken.None);
            throw;
        }
    }

    /// <summary>What came of the work; null when it left the key free.</summary>
    private async Task<EarlierAnswer<T>?> WaitAsync<T>(ICommand note, string key, TimeSpan atMost, CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        while (await _repeats.FindWorkAsync<T>(note, key, ct) is { } begunWork)
        {
            if (begunWork.Outcome is { } outcome) return outcome;
            if (_clock.GetUtcNow() - begunWork.Begun > atMost || Stopwatch.GetElapsedTime(begun) > atMost) throw IdempotencyConflictException.Interrupted();
            await Task.Delay(Poll, ct);
        }
        return null;
    }
}
